package assay.gpu.emulator.lanes;

import assay.gpu.emulator.machine.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes a copy of a loop's class for each operation.
 *
 * <p>A loop that calls its operation through a field would be compiled once for all operations,
 * with a call per lane. A hidden class per operation has the operation as a constant, and the JIT
 * inlines it.
 */
public final class Copies {

  private record Key(Class<?> loop, Object operation) {}

  private static final Map<Key, Class<?>> CLASSES = new ConcurrentHashMap<>();
  private static final Map<Class<?>, byte[]> BYTES = new ConcurrentHashMap<>();

  private Copies() {}

  /**
   * A step that runs {@code loop} with {@code operation} on the given register indices, result
   * first.
   */
  public static Step step(Class<? extends Step> loop, Object operation, int... registers) {
    Class<?> copy = CLASSES.computeIfAbsent(new Key(loop, operation), Copies::define);
    try {
      return (Step) copy.getDeclaredConstructor(int[].class).newInstance((Object) registers);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot copy " + loop, e);
    }
  }

  /** The operation that a copy was made for; called from the copy's own initialiser. */
  static <T> T operation(MethodHandles.Lookup copy, Class<T> type) {
    try {
      return MethodHandles.classData(copy, ConstantDescs.DEFAULT_NAME, type);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("not a copy: " + copy.lookupClass(), e);
    }
  }

  private static Class<?> define(Key key) {
    try {
      return MethodHandles.lookup()
          .defineHiddenClassWithClassData(
              BYTES.computeIfAbsent(key.loop, Copies::bytes), key.operation, true)
          .lookupClass();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot copy " + key.loop, e);
    }
  }

  private static byte[] bytes(Class<?> loop) {
    String file = loop.getSimpleName() + ".class";
    try (InputStream in = loop.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
