package assay.golden.lanes;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Buffers for reuse: there are never more than have been in use at once. */
public final class Workspaces<T> {

  private final Supplier<T> create;
  private final Deque<T> idle = new ArrayDeque<>();

  public Workspaces(Supplier<T> create) {
    this.create = create;
  }

  public T take() {
    synchronized (idle) {
      if (!idle.isEmpty()) {
        return idle.pop();
      }
    }
    return create.get();
  }

  public void give(T workspace) {
    synchronized (idle) {
      idle.push(workspace);
    }
  }
}
