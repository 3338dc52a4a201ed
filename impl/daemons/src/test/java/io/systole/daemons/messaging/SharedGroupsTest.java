package io.systole.daemons.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SharedGroupsTest {

  private static final NodeName NODE = new NodeName("a");
  private static final View VIEW =
      new View(
          new ViewId(1, NODE), ImmutableSortedSet.of(NODE), ImmutableSortedSet.of(NODE), 1, true);

  private final List<String> engineLog = new ArrayList<>();
  private final List<EngineListener> engineSide = new ArrayList<>();
  private final SharedGroups groups = new SharedGroups();

  private final ClusterEngine engine =
      new ClusterEngine() {
        @Override
        public NodeName self() {
          return NODE;
        }

        @Override
        public Group join(String group, EngineListener listener) {
          engineLog.add("join " + group);
          engineSide.add(listener);
          return new Group() {
            @Override
            public void multicast(Element message) {
              engineLog.add("multicast " + message.name());
            }

            @Override
            public void close() {
              engineLog.add("leave " + group);
            }
          };
        }

        @Override
        public void close() {
          engineLog.add("close");
        }
      };

  /** What one process of the node hears. */
  private record Ear(List<String> heard) implements EngineListener {
    @Override
    public void viewChanged(View view) {
      heard.add("view " + view.id());
    }

    @Override
    public void delivered(NodeName sender, Element message) {
      heard.add(sender + " said " + message.name());
    }

    @Override
    public void disconnected(String reason) {
      heard.add("disconnected: " + reason);
    }
  }

  private static Ear ear() {
    return new Ear(new ArrayList<>());
  }

  @Test
  void theProcessesOfANodeHaveOnePlaceAndAllHear() throws EngineException {
    Ear first = ear();
    Ear second = ear();
    ClusterEngine.Group firstPlace = groups.join(engine, "epoch", first);
    engineSide.getFirst().viewChanged(VIEW);
    ClusterEngine.Group secondPlace = groups.join(engine, "epoch", second);
    engineSide.getFirst().delivered(NODE, Element.of("epoch"));
    secondPlace.multicast(Element.of("epoch"));

    assertEquals(List.of("view 1@a", "a said epoch"), first.heard());
    assertEquals(first.heard(), second.heard(), "the second hears of the present view first");
    firstPlace.close();
    assertEquals(List.of("join epoch", "multicast epoch"), engineLog, "one is still there");
    secondPlace.close();
    secondPlace.close();
    assertEquals(List.of("join epoch", "multicast epoch", "leave epoch"), engineLog);
  }

  @Test
  void aLostPlaceIsMadeAnew() throws EngineException {
    Ear first = ear();
    groups.join(engine, "epoch", first);
    engineSide.getFirst().disconnected("gone");
    groups.join(engine, "epoch", ear());

    assertEquals(List.of("disconnected: gone"), first.heard());
    assertEquals(List.of("join epoch", "join epoch"), engineLog);
  }

  @Test
  void otherGroupsAreNotShared() throws EngineException {
    groups.join(engine, "cib", ear()).close();
    assertEquals(List.of("join cib", "leave cib"), engineLog);
  }
}
