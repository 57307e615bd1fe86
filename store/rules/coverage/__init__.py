"""Coverage (导入覆盖): of which days there is a file, and which are still to be exported."""
