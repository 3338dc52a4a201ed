package io.systole.daemons.messaging;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.cluster.EngineListener;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.xml.Element;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a listener hears. */
final class Hearer implements EngineListener {

  private final List<View> views = new CopyOnWriteArrayList<>();
  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final List<String> ends = new CopyOnWriteArrayList<>();

  @Override
  public void viewChanged(View view) {
    views.add(view);
  }

  @Override
  public void delivered(NodeName sender, Element message) {
    texts.add(sender + ":" + message.attribute("n", ""));
  }

  @Override
  public void disconnected(String reason) {
    ends.add(reason);
  }

  ImmutableList<View> views() {
    return ImmutableList.copyOf(views);
  }

  ImmutableList<String> texts() {
    return ImmutableList.copyOf(texts);
  }

  ImmutableList<String> ends() {
    return ImmutableList.copyOf(ends);
  }

  boolean hasMembers(String... names) {
    return !views.isEmpty() && names(views.getLast().members()).equals(ImmutableSet.copyOf(names));
  }

  boolean hasNodes(String... names) {
    return !views.isEmpty() && names(views.getLast().nodes()).equals(ImmutableSet.copyOf(names));
  }

  private static ImmutableSet<String> names(Iterable<NodeName> nodes) {
    ImmutableSet.Builder<String> names = ImmutableSet.builder();
    nodes.forEach(node -> names.add(node.value()));
    return names.build();
  }
}
