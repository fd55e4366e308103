package assay.cli;

import assay.evidence.KernelProfile;
import assay.gpu.emulator.Profile;
import assay.gpu.emulator.machine.Tally;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a profile says, for evidence and for people. */
final class ProfileText {

  /** Lines that are listed as never executed, at most; evidence has them all. */
  private static final int LISTED = 20;

  private ProfileText() {}

  static KernelProfile evidence(String kernel, String problem, Profile profile) {
    Map<String, Long> executed = new TreeMap<>();
    profile.executed().forEach((kind, count) -> executed.put(kind.toString(), count));
    return new KernelProfile(
        kernel,
        problem,
        executed,
        profile.warpInstructions(),
        profile.activeLanes(),
        profile.sectorsPerRequest(),
        profile.sectorExcess(),
        profile.bankConflicts(),
        profile.waits(),
        profile.bytesMoved(),
        profile.bytesFloor(),
        profile.neverExecuted().stream().map(ProfileText::line).toList());
  }

  private static String line(Tally tally) {
    String source = tally.place().source().map(place -> " (" + place + ")").orElse("");
    return "%d%s: %s".formatted(tally.place().line(), source, tally.text());
  }

  static String table(KernelProfile profile) {
    StringBuilder text = new StringBuilder();
    text.append("%s on %s%n".formatted(profile.kernel(), profile.problem()));
    row(text, "instructions, once per warp", "%,d", profile.warpInstructions());
    profile.executed().forEach((kind, count) -> row(text, "  " + kind, "%,d", count));
    row(text, "active lanes per instruction, of 32", "%.1f", profile.activeLanes());
    row(text, "sectors per request, of 32 bytes", "%.2f", profile.sectorsPerRequest());
    row(text, "sectors for each that is needed", "%.2f", profile.sectorExcess());
    row(text, "turns at banks for each that is needed", "%.2f", profile.bankConflicts());
    row(text, "waits of a warp at barriers", "%,d", profile.waits());
    row(text, "bytes of global memory moved", "%,d", profile.bytesMoved());
    row(text, "bytes if each sector were moved once", "%,d", profile.bytesFloor());
    row(text, "PTX lines never executed", "%,d", (long) profile.neverExecuted().size());
    profile.neverExecuted().stream()
        .limit(LISTED)
        .forEach(line -> text.append("  %s%n".formatted(line)));
    return text.toString();
  }

  private static void row(StringBuilder text, String name, String format, Number value) {
    text.append("%-40s %16s%n".formatted(name, String.format(Locale.ROOT, format, value)));
  }
}
