"""The sample shop (演示店铺): files of both platforms and a day's work, moved to now."""
