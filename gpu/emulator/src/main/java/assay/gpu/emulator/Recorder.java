package assay.gpu.emulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs launches, or keeps them while something records. */
final class Recorder {

  private @Nullable List<Runnable> recorded;

  /** What {@code work} issues. */
  List<Runnable> record(Runnable work) {
    List<Runnable> launches = new ArrayList<>();
    recorded = launches;
    try {
      work.run();
    } finally {
      recorded = null;
    }
    return launches;
  }

  void issue(Runnable launch) {
    if (recorded == null) {
      launch.run();
    } else {
      recorded.add(launch);
    }
  }

  void requireIdle() {
    if (recorded != null) {
      throw new IllegalStateException("the device is recording; only launches are allowed");
    }
  }
}
