"""How it went: figures turned into Word, Excel, charts and pictures. Runs in a worker process."""
