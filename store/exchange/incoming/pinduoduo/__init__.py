"""What Pinduoduo (拼多多) exports: orders, after-sales cases and funds, and its words."""
