package assay.gpu.device;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What every backend must do. A backend's test extends this class and says how to open a device;
 * each test gets a fresh one.
 *
 * <p>A backend that has no device on this machine aborts {@link #open} with a JUnit assumption that
 * carries the reason, so that the tests are reported as not run.
 */
public abstract class DeviceContract {

  private Device device;

  /** Opens a fresh device of at least compute capability 8.0. */
  protected abstract Device open();

  @BeforeEach
  final void openDevice() {
    device = open();
  }

  @AfterEach
  final void closeDevice() {
    if (device != null) {
      device.close();
    }
  }

  @Test
  void info_isSensible() {
    DeviceInfo info = device.info();
    assertTrue(!info.backend().isBlank() && !info.name().isBlank(), info::toString);
    assertTrue(info.ordinal() >= 0, info::toString);
    assertTrue(info.computeMajor() >= 8 && info.computeMinor() >= 0, info::toString);
    assertTrue(info.multiprocessors() > 0 && info.memoryBytes() > 0, info::toString);
  }

  @Nested
  @DisplayName("memory")
  final class Memory extends MemoryContract {
    @Override
    Device device() {
      return device;
    }
  }

  @Nested
  @DisplayName("modules")
  final class Modules extends ModuleContract {
    @Override
    Device device() {
      return device;
    }
  }

  @Nested
  @DisplayName("launches")
  final class Launches extends LaunchContract {
    @Override
    Device device() {
      return device;
    }
  }

  @Nested
  @DisplayName("rejected launches")
  final class RejectedLaunches extends RejectedLaunchContract {
    @Override
    Device device() {
      return device;
    }
  }

  @Nested
  @DisplayName("events")
  final class Events extends EventContract {
    @Override
    Device device() {
      return device;
    }
  }

  @Nested
  @DisplayName("graphs")
  final class Graphs extends GraphContract {
    @Override
    Device device() {
      return device;
    }
  }

  @Nested
  @DisplayName("memory pool")
  final class Pools extends PoolContract {
    @Override
    Device device() {
      return device;
    }
  }

  @Nested
  @DisplayName("closing")
  final class Closing extends CloseContract {
    @Override
    Device device() {
      return device;
    }
  }

  @Nested
  @DisplayName("faults")
  final class Faults extends FaultContract {
    @Override
    Device device() {
      return device;
    }
  }
}
