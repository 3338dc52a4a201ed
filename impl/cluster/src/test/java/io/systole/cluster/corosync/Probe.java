package io.systole.cluster.corosync;

import com.google.common.collect.ImmutableSet;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.xml.Element;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A process on a node of the lab: does with its engine what it is told, and tells what it hears.
 */
final class Probe {

  private final Pipe pipe;
  private final CorosyncEngine engine;
  private final TreeMap<String, ClusterEngine.Group> groups = new TreeMap<>();

  private Probe(Pipe pipe, CorosyncEngine engine) {
    this.pipe = pipe;
    this.engine = engine;
  }

  public static void main(String[] arguments) throws IOException {
    Pipe pipe = new Pipe(System.in, new FileOutputStream(FileDescriptor.out));
    try {
      Probe probe =
          new Probe(pipe, CorosyncEngine.open(new NodeName(arguments[0]), ImmutableSet.of()));
      pipe.write(Element.of("opened"));
      probe.run();
    } catch (EngineException e) {
      pipe.write(Element.of("refused", "reason", String.valueOf(e.getMessage())));
    }
  }

  private void run() throws IOException {
    for (Optional<Element> order = pipe.read(); order.isPresent(); order = pipe.read()) {
      carryOut(order.get(), order.get().attribute("stay", ""));
    }
    engine.close();
  }

  private void carryOut(Element order, String stay) throws IOException {
    switch (order.name()) {
      case "join" -> {
        try {
          groups.put(stay, engine.join(order.attribute("group", ""), new Teller(stay)));
          pipe.write(Element.of("joined", "stay", stay));
        } catch (EngineException e) {
          String reason = String.valueOf(e.getMessage());
          pipe.write(Element.of("refused", "stay", stay, "reason", reason));
        }
      }
      case "multicast" -> group(stay).multicast(order.children().getFirst());
      case "leave" -> group(stay).close();
      case "close" -> engine.close();
      default -> throw new IOException("what is <" + order.name() + ">?");
    }
  }

  private ClusterEngine.Group group(String stay) throws IOException {
    ClusterEngine.Group group = groups.get(stay);
    if (group == null) {
      throw new IOException("no stay " + stay);
    }
    return group;
  }

  private final class Teller implements EngineListener {

    private final String stay;

    Teller(String stay) {
      this.stay = stay;
    }

    @Override
    public void viewChanged(View view) {
      Element.Builder told =
          Element.builder("view")
              .attribute("stay", stay)
              .attribute("number", view.id().number())
              .attribute("creator", view.id().creator().value())
              .attribute("quorum", view.quorum())
              .attribute("quorate", Boolean.toString(view.quorate()));
      view.nodes().forEach(node -> told.child(Element.of("node", "name", node.value())));
      view.members().forEach(node -> told.child(Element.of("member", "name", node.value())));
      tell(told.build());
    }

    @Override
    public void delivered(NodeName sender, Element message) {
      tell(
          Element.builder("delivered")
              .attribute("stay", stay)
              .attribute("sender", sender.value())
              .child(message)
              .build());
    }

    @Override
    public void disconnected(String reason) {
      tell(Element.of("disconnected", "stay", stay, "reason", reason));
    }

    private void tell(Element news) {
      try {
        pipe.write(news);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
