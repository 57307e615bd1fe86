"""Review (复盘): what went wrong, how often, what it cost, and whether a change helped."""
