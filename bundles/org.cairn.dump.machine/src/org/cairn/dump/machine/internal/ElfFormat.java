package org.cairn.dump.machine.internal;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;

/** The structures of an ELF core, as the System V ABI and the Linux kernel declare them. */
final class ElfFormat {
    /** {@code e_ident}: 0x7f and the characters ELF. */
    static final long MAGIC = 0x464c457f;

    static final int CLASS_32 = 1;
    static final int CLASS_64 = 2;
    static final int DATA_LITTLE = 1;
    static final int ET_CORE = 4;
    static final int EM_386 = 3;
    static final int EM_X86_64 = 62;
    static final int EM_AARCH64 = 183;
    static final long PT_LOAD = 1;
    static final long PT_NOTE = 4;
    static final long PF_X = 1;
    static final long PF_W = 2;
    static final long PF_R = 4;

    /** {@code e_phnum} when the number is in {@code sh_info} of the first section header. */
    static final int PN_XNUM = 0xffff;

    /** What both classes have in common. */
    static final Structure IDENT =
            Structure.named("Elf_Ehdr")
                    .u32("EI_MAG")
                    .u8("EI_CLASS")
                    .u8("EI_DATA")
                    .at(16)
                    .u16("e_type")
                    .u16("e_machine")
                    .u32("e_version")
                    .build();

    private static final Structure EHDR32 =
            Structure.named("Elf32_Ehdr")
                    .at(28)
                    .u32("e_phoff")
                    .u32("e_shoff")
                    .at(42)
                    .u16("e_phentsize")
                    .u16("e_phnum")
                    .at(52)
                    .build();
    private static final Structure EHDR64 =
            Structure.named("Elf64_Ehdr")
                    .at(32)
                    .u64("e_phoff")
                    .u64("e_shoff")
                    .at(54)
                    .u16("e_phentsize")
                    .u16("e_phnum")
                    .at(64)
                    .build();
    private static final Structure PHDR32 =
            Structure.named("Elf32_Phdr")
                    .u32("p_type")
                    .u32("p_offset")
                    .u32("p_vaddr")
                    .u32("p_paddr")
                    .u32("p_filesz")
                    .u32("p_memsz")
                    .u32("p_flags")
                    .u32("p_align")
                    .build();
    private static final Structure PHDR64 =
            Structure.named("Elf64_Phdr")
                    .u32("p_type")
                    .u32("p_flags")
                    .u64("p_offset")
                    .u64("p_vaddr")
                    .u64("p_paddr")
                    .u64("p_filesz")
                    .u64("p_memsz")
                    .u64("p_align")
                    .build();

    /** {@code sh_info} of a section header, by class. */
    private static final Field SH_INFO32 = new Field("sh_info", "u32", 28, 4);

    private static final Field SH_INFO64 = new Field("sh_info", "u32", 44, 4);

    /** {@code Elf_Nhdr}: name and description follow, each padded to four bytes. */
    static final Structure NHDR =
            Structure.named("Elf_Nhdr").u32("n_namesz").u32("n_descsz").u32("n_type").build();

    private ElfFormat() {}

    static Structure header(boolean wide) {
        return wide ? EHDR64 : EHDR32;
    }

    static Structure programHeader(boolean wide) {
        return wide ? PHDR64 : PHDR32;
    }

    static Field sectionInfo(boolean wide) {
        return wide ? SH_INFO64 : SH_INFO32;
    }
}
