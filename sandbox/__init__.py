"""A Telegram to practise on: the Bot API over HTTP and people to play."""
