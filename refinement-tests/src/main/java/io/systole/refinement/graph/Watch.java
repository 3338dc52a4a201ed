package io.systole.refinement.graph;

/** Watches a graph while it is walked, and ends the walk when more would say nothing new. */
@FunctionalInterface
public interface Watch {

  /** Nothing ends the walk. */
  Watch NONE = (graph, state) -> true;

  /** Whether the walk goes on, after all edges of {@code state} were added. */
  boolean goesOn(StateGraph graph, int state);

  /** Ends the walk at the first state whose edges are not those of another graph. */
  static Watch sameAs(StateGraph other) {
    return new Watch() {
      private StateGraph walked = new StateGraph(other.variables());
      private Translation translation = new Translation(walked, other);

      @Override
      @SuppressWarnings("ReferenceEquality") // the very graph that is being walked
      public boolean goesOn(StateGraph graph, int state) {
        if (graph != walked) {
          walked = graph;
          translation = new Translation(graph, other);
        }
        return translation.isSame(state);
      }
    };
  }
}
