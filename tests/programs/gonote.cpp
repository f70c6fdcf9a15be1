// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Bears the note by which programs of the Go linker can be told: name "Go", type 4, an empty build id.
__asm__(".pushsection .note.go.buildid, \"a\", @note\n"
        ".balign 4\n"
        ".long 4, 4, 4\n"
        ".asciz \"Go\"\n"
        ".byte 0\n"
        ".asciz \"id-\"\n"
        ".popsection\n");

int main() { return 0; }
