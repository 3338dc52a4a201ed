package io.systole.daemons.messaging;

import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.cluster.corosync.CorosyncEngine;
import io.systole.kernel.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process's one connection to Corosync, which all that goes on in the process shares: Corosync
 * knows processes, and lets each be in a group once.
 */
final class CorosyncConnection {

  private final SharedGroups groups = new SharedGroups();
  private Optional<CorosyncEngine> engine = Optional.empty();
  private int users;

  /** One more user of the connection, which is made if there is none that lasts. */
  synchronized ClusterEngine open(NodeName self) throws EngineException {
    if (engine.filter(CorosyncEngine::isRunning).isEmpty()) {
      engine = Optional.of(CorosyncEngine.open(self, SharedGroups.SHARED));
      users = 0;
    }
    users++;
    return new User(engine.get());
  }

  private synchronized void release(CorosyncEngine used) {
    if (engine.filter(used::equals).isPresent() && --users == 0) {
      engine = Optional.empty();
      used.close();
    }
  }

  private final class User implements ClusterEngine {

    private final CorosyncEngine used;
    private final List<Group> joined = new ArrayList<>();
    private boolean closed;

    User(CorosyncEngine used) {
      this.used = used;
    }

    @Override
    public NodeName self() {
      return used.self();
    }

    @Override
    public Group join(String group, EngineListener listener) throws EngineException {
      Group place = groups.join(used, group, listener);
      synchronized (joined) {
        joined.add(place);
      }
      return place;
    }

    @Override
    public void close() {
      List<Group> left;
      synchronized (joined) {
        if (closed) {
          return;
        }
        closed = true;
        left = List.copyOf(joined);
      }
      left.forEach(Group::close);
      release(used);
    }
  }
}
