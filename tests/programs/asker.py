# SPDX-FileCopyrightText: The Zócalo developers
# SPDX-License-Identifier: MIT
# Talks with whoever started it: prints without flushing, reads its standard input to its end, complains, and ends with
# the status that it was told.
import sys

print("ready")
for line in sys.stdin:
    if line.startswith("end "):
        sys.exit(int(line.split()[1]))
    print("heard " + line.strip())
    print("complained of " + line.strip(), file=sys.stderr)
print("end of input")
sys.exit(5)
