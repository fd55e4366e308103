package assay.files;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The members of a zip archive, none of whose bytes are read here.
 *
 * <p>Only what npz needs: stored or deflated, not encrypted, in one piece; no name twice; no two
 * members share a byte.
 *
 * <p>Source: PKWARE, .ZIP File Format Specification 6.3.10, 4.3 and 4.5.3.
 */
final class ZipArchive {

  private static final long LOCAL = 0x04034b50L;
  private static final int LOCAL_BYTES = 30;
  private static final int ENCRYPTED = 1;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  /** Deflate cannot do better; a member that claims more is a trap. */
  private static final long MOST_INFLATION = 1032;

  private final MappedFile file;
  private final ZipDirectory directory;

  private ZipArchive(MappedFile file, ZipDirectory directory) {
    this.file = file;
    this.directory = directory;
  }

  /** All members in the order of their data. */
  static List<ZipMember> members(MappedFile file) throws BadFile {
    return new ZipArchive(file, ZipDirectory.find(file)).members();
  }

  private List<ZipMember> members() throws BadFile {
    List<ZipMember> members = new ArrayList<>();
    long reached = 0;
    for (ZipRecord entry : records()) {
      Place place = file.place().at("entry " + entry.name());
      if (entry.localOffset() < reached) {
        throw place.bad(
            "it begins at %d but the one before ends at %d; entries may not overlap",
            entry.localOffset(), reached);
      }
      ZipMember member = member(place, entry);
      members.add(member);
      reached = member.stored().address() - file.bytes().address() + member.stored().byteSize();
    }
    return members;
  }

  private List<ZipRecord> records() throws BadFile {
    List<ZipRecord> records = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long at = 0;
    while (at < directory.records().byteSize()) {
      ZipRecord entry = ZipRecord.read(file.place(), directory.records(), at);
      if (!names.add(entry.name())) {
        throw file.place().bad("entry %s comes twice; each name is used once", entry.name());
      }
      records.add(entry);
      at += entry.length();
    }
    if (records.size() != directory.entries()) {
      throw file.place()
          .bad(
              "its directory lists %d entries; its end says %d",
              records.size(), directory.entries());
    }
    records.sort(Comparator.comparingLong(ZipRecord::localOffset));
    return records;
  }

  private ZipMember member(Place place, ZipRecord entry) throws BadFile {
    checkKind(place, entry);
    checkSizes(place, entry);
    long data = dataOffset(place, entry);
    if (entry.storedSize() > directory.offset() - data) {
      throw place.bad(
          "it has %d bytes at %d; the directory begins at %d",
          entry.storedSize(), data, directory.offset());
    }
    return new ZipMember(
        place,
        entry.name(),
        entry.method() == DEFLATED,
        entry.crc(),
        file.bytes().asSlice(data, entry.storedSize()),
        entry.size());
  }

  private static void checkKind(Place place, ZipRecord entry) throws BadFile {
    if ((entry.flags() & ENCRYPTED) != 0) {
      throw place.bad("it is encrypted; it must not be");
    }
    if (entry.method() != STORED && entry.method() != DEFLATED) {
      throw place.bad("method is %d; it must be 0 (stored) or 8 (deflated)", entry.method());
    }
  }

  private static void checkSizes(Place place, ZipRecord entry) throws BadFile {
    if (entry.storedSize() < 0 || entry.size() < 0) {
      throw place.bad("a size is 2^63 or more; sizes are less");
    }
    if (entry.method() == STORED && entry.size() != entry.storedSize()) {
      throw place.bad(
          "it is stored in %d bytes but has %d; they must be equal",
          entry.storedSize(), entry.size());
    }
    if (entry.size() / MOST_INFLATION > entry.storedSize()) {
      throw place.bad(
          "%d bytes are said to become %d; deflate gives at most %d for one",
          entry.storedSize(), entry.size(), MOST_INFLATION);
    }
  }

  /** The local header repeats the name; where they differ two readers would see two archives. */
  private long dataOffset(Place place, ZipRecord entry) throws BadFile {
    long at = entry.localOffset();
    if (at < 0
        || at > directory.offset() - LOCAL_BYTES
        || LittleEndian.u32(file.bytes(), at) != LOCAL) {
      throw place.bad("its own header is said to be at %d; it must be there", at);
    }
    int nameBytes = LittleEndian.u16(file.bytes(), at + 26);
    long data = at + LOCAL_BYTES + nameBytes + LittleEndian.u16(file.bytes(), at + 28);
    if (data > directory.offset()) {
      throw place.bad("its own header goes on into the directory");
    }
    String name = ZipRecord.name(place, file.bytes().asSlice(at + LOCAL_BYTES, nameBytes));
    if (!name.equals(entry.name())) {
      throw place.bad("its own header calls it %s; both names must be equal", name);
    }
    return data;
  }
}
