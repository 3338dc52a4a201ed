package io.systole.cluster;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes down what a listener hears. */
public final class Recorder implements EngineListener {

  private final List<Object> events = new ArrayList<>();

  /** A message as it was heard. */
  public record Heard(NodeName sender, Element message) {}

  /** The end of a membership. */
  public record Ended(String reason) {}

  @Override
  public synchronized void viewChanged(View view) {
    events.add(view);
  }

  @Override
  public synchronized void delivered(NodeName sender, Element message) {
    events.add(new Heard(sender, message));
  }

  @Override
  public synchronized void disconnected(String reason) {
    events.add(new Ended(reason));
  }

  public synchronized ImmutableList<Object> events() {
    return ImmutableList.copyOf(events);
  }

  public <T> ImmutableList<T> all(Class<T> kind) {
    return events().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .collect(ImmutableList.toImmutableList());
  }

  public ImmutableList<View> views() {
    return all(View.class);
  }

  public Optional<View> lastView() {
    ImmutableList<View> views = views();
    return views.isEmpty() ? Optional.empty() : Optional.of(views.getLast());
  }

  public boolean hasMembers(String... nodes) {
    return lastView()
        .filter(view -> names(view.members()).equals(ImmutableSet.copyOf(nodes)))
        .isPresent();
  }

  public boolean hasNodes(String... nodes) {
    return lastView()
        .filter(view -> names(view.nodes()).equals(ImmutableSet.copyOf(nodes)))
        .isPresent();
  }

  /** The texts heard, each as sender, colon, attribute {@code n}. */
  public ImmutableList<String> texts() {
    return all(Heard.class).stream()
        .map(heard -> heard.sender() + ":" + heard.message().attribute("n", ""))
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableSet<String> names(Iterable<NodeName> nodes) {
    ImmutableSet.Builder<String> names = ImmutableSet.builder();
    nodes.forEach(node -> names.add(node.value()));
    return names.build();
  }
}
