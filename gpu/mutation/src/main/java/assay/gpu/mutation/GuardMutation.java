package assay.gpu.mutation;

import java.util.List;

/** Who executes an instruction: the others, everyone, nobody. A loop's tail hangs on guards. */
final class GuardMutation implements Mutation {

  @Override
  public List<Change> of(Site site) {
    Statement statement = site.statement();
    String guard = statement.guard();
    if (guard.isEmpty()) {
      return List.of();
    }
    String flipped = guard.startsWith("@!") ? "@" + guard.substring(2) : "@!" + guard.substring(1);
    return List.of(
        Change.replace(MutationKind.FLIP_GUARD, site, statement.guarded(flipped)),
        Change.replace(MutationKind.IGNORE_GUARD, site, statement.guarded("")),
        Change.drop(MutationKind.NEVER, site));
  }
}
