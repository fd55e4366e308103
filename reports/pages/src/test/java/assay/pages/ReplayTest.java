package assay.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReplayTest {

  @Test
  void aCaseRunsAgainOnTheKernelAndDeviceItFailedOn() {
    assertEquals(
        "./assay verify --device cuda --kernel=my.ptx --property live-nan --case 'lengths=1'",
        Replay.command(
            List.of("verify", "--device", "cuda", "--cases", "9", "--kernel=my.ptx"),
            "live-nan",
            "lengths=1"));
  }

  @Test
  void wordsThatAShellWouldReadAreQuoted() {
    assertEquals(
        "./assay verify --kernel 'my file; rm' --property 'a b' --case 'it'\\''s $HOME'",
        Replay.command(List.of("--kernel", "my file; rm"), "a b", "it's $HOME"));
  }

  @Test
  void anOptionWithoutValueIsLeftOut() {
    assertEquals(
        "./assay verify --property p --case 'c'",
        Replay.command(List.of("verify", "--device"), "p", "c"));
  }
}
