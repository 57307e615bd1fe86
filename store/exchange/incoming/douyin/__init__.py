"""What Douyin Shop (抖店, Doudian) exports: orders, after-sales cases and funds, and its words."""
