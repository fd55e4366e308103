package assay.gpu.mutation;

import java.util.ArrayList;
import java.util.List;

/** Barriers, fences and waits: left out, moved, weakened. */
final class SynchronisationMutation implements Mutation {

  @Override
  public List<Change> of(Site site) {
    Statement statement = site.statement();
    if (statement.isA("bar") || statement.isA("barrier")) {
      return barrier(site);
    } else if (statement.isA("membar") || statement.isA("fence")) {
      return List.of(Change.drop(MutationKind.DROP_FENCE, site));
    } else if (statement.isA("cp.async.commit_group")) {
      return List.of(Change.drop(MutationKind.DROP_COMMIT, site));
    } else if (statement.isA("cp.async.wait_group") || statement.isA("cp.async.wait_all")) {
      return waiting(site);
    }
    return List.of();
  }

  private static List<Change> barrier(Site site) {
    List<Change> changes = new ArrayList<>();
    changes.add(Change.drop(MutationKind.DROP_BARRIER, site));
    move(MutationKind.MOVE_BARRIER, site, 1, changes);
    move(MutationKind.MOVE_BARRIER, site, -1, changes);
    return changes;
  }

  private static List<Change> waiting(Site site) {
    List<Change> changes = new ArrayList<>();
    changes.add(Change.drop(MutationKind.DROP_WAIT, site));
    move(MutationKind.MOVE_WAIT, site, 1, changes);
    if (site.statement().isA("cp.async.wait_group")) {
      int groups = Integer.parseInt(site.statement().operands().getFirst());
      changes.add(
          Change.replace(
              MutationKind.WEAKEN_WAIT,
              site,
              site.statement().with(0, Integer.toString(groups + 1))));
    }
    return changes;
  }

  private static void move(MutationKind kind, Site site, int direction, List<Change> changes) {
    site.sharedAccess(direction)
        .ifPresent(access -> {
          String moved = site.statement().instruction();
          String other = access.statement().instruction();
          String both = direction > 0 ? other + " " + moved : moved + " " + other;
          changes.add(
              new Change(
                  kind,
                  both,
                  List.of(
                      new LineEdit(site.line(), site.statement().line("")),
                      new LineEdit(access.line(), access.statement().line(both)))));
        });
  }
}
