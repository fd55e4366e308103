package assay.cli;

import assay.gpu.device.DeviceFault;

/** What became of a mutant of PTX. */
sealed interface PtxVerdict {

  /** Who refused it; empty where nobody did. */
  String by();

  /** What the first that refused it said, or why nobody could. */
  String reason();

  /** The problem that it was refused on; empty where it was none. */
  String problem();

  /** The device does not load it. */
  record Refused(String reason) implements PtxVerdict {
    @Override
    public String by() {
      return "load";
    }

    @Override
    public String problem() {
      return "";
    }
  }

  /** A check of the device. */
  record Faulted(DeviceFault.Kind kind, String reason, String problem) implements PtxVerdict {
    @Override
    public String by() {
      return "checker: " + kind.meaning();
    }
  }

  /** A property does not hold. */
  record Rejected(String property, String reason, String problem) implements PtxVerdict {
    @Override
    public String by() {
      return "property: " + property;
    }
  }

  /** Accepted, and argued to be no bug that any problem could show. */
  record Equivalent(String reason) implements PtxVerdict {
    @Override
    public String by() {
      return "";
    }

    @Override
    public String problem() {
      return "";
    }
  }

  /** No problem executes what was damaged. */
  record Unreached() implements PtxVerdict {
    @Override
    public String by() {
      return "";
    }

    @Override
    public String reason() {
      return "no problem executes it";
    }

    @Override
    public String problem() {
      return "";
    }
  }

  /** Accepted. */
  record Survived() implements PtxVerdict {
    @Override
    public String by() {
      return "";
    }

    @Override
    public String reason() {
      return "";
    }

    @Override
    public String problem() {
      return "";
    }
  }
}
