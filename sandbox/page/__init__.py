"""The page: a browser plays admin, officer and resident in a sandbox, against whatever bot is there."""
