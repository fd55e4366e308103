package assay.files;

import java.lang.foreign.MemorySegment;

/**
 * One file of a zip archive.
 *
 * @param place for complaints
 * @param name as the archive spells it
 * @param deflated whether {@code stored} is compressed
 * @param crc CRC-32 of the content
 * @param stored the bytes in the archive
 * @param size of the content
 */
record ZipMember(
    Place place, String name, boolean deflated, long crc, MemorySegment stored, long size) {}
