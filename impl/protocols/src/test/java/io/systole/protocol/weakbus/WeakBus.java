package io.systole.protocol.weakbus;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Agreed order within a view, and no more: whoever leaves a view has heard any prefix of what was
 * said in it, and what a member still says in a view that it has not seen the end of is lost.
 */
public final class WeakBus<M> {

  private final Map<NodeName, Ear<M>> ears = new TreeMap<>();
  private long views;

  /** A message and who sent it. */
  public record Said<M>(NodeName sender, M message) {}

  /** A view with what was said in it. */
  private record Side<M>(View view, List<Said<M>> said) {}

  /** How far a node has heard. */
  private record Ear<M>(Side<M> side, int heard) {}

  /** Gives these nodes a view of their own. What they have not heard by now they never hear. */
  public View view(ImmutableSortedSet<NodeName> members) {
    ViewId id = new ViewId(++views, members.first());
    Side<M> side =
        new Side<>(new View(id, members, members, 2, members.size() > 1), new ArrayList<>());
    members.forEach(member -> ears.put(member, new Ear<>(side, 0)));
    return side.view();
  }

  public void crash(NodeName node) {
    ears.remove(node);
  }

  public void say(NodeName node, M message) {
    ear(node).side().said().add(new Said<>(node, message));
  }

  public boolean canHear(NodeName node) {
    Ear<M> ear = ears.get(node);
    return ear != null && ear.heard() < ear.side().said().size();
  }

  /** The next message for {@code node}. */
  public Said<M> hear(NodeName node) {
    Ear<M> ear = ear(node);
    ears.put(node, new Ear<>(ear.side(), ear.heard() + 1));
    return ear.side().said().get(ear.heard());
  }

  private Ear<M> ear(NodeName node) {
    Ear<M> ear = ears.get(node);
    if (ear == null) {
      throw new IllegalStateException(node + " is in no view");
    }
    return ear;
  }
}
