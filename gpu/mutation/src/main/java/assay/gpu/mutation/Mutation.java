package assay.gpu.mutation;

import java.util.List;

/** Ways to damage one instruction; none where it is not of the kind. */
@FunctionalInterface
interface Mutation {

  List<Mutation> ALL =
      List.of(
          new SynchronisationMutation(),
          new MemoryMutation(),
          new ConstantMutation(),
          new OperationMutation(),
          new GuardMutation(),
          new SumMutation(),
          new MatrixMutation());

  List<Change> of(Site site);
}
