package assay.files;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Named tensors, and what the file says beside them.
 *
 * @param metadata texts by name; empty where the format has none
 * @param byName in the order of their data
 */
public record StoredTensors(Map<String, String> metadata, Map<String, StoredTensor> byName) {

  public StoredTensors {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /** The tensor of this name. */
  public Optional<StoredTensor> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * The tensor of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public StoredTensor get(String name) {
    return find(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "name is %s; none of the %d tensors is called so".formatted(name, byName.size())));
  }

  /** Tensors under their names, for a writer. */
  static Map<String, StoredTensor> distinct(Collection<StoredTensor> tensors) {
    Map<String, StoredTensor> byName = new LinkedHashMap<>();
    for (StoredTensor tensor : tensors) {
      if (byName.put(tensor.name(), tensor) != null) {
        throw new IllegalArgumentException(
            "tensors has %s twice; each name is used once".formatted(tensor.name()));
      }
    }
    return byName;
  }
}
