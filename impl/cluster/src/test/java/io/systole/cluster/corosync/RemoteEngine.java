package io.systole.cluster.corosync;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.xml.Element;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The engine of a {@link Probe} in a node of the lab. */
final class RemoteEngine implements ClusterEngine {

  private final NodeName self;
  private final Process process;
  private final Pipe pipe;
  private final ConcurrentSkipListMap<String, Stay> stays = new ConcurrentSkipListMap<>();
  private final BlockingQueue<Element> answers = new LinkedBlockingQueue<>();
  private final AtomicLong next = new AtomicLong();

  /** Waits until the process's engine is open. */
  RemoteEngine(NodeName self, Process process) throws EngineException {
    this.self = self;
    this.process = process;
    this.pipe = new Pipe(process.getInputStream(), process.getOutputStream());
    Thread.ofPlatform().daemon().name("from-" + self).start(this::readAll);
    answer("opened");
  }

  @Override
  public NodeName self() {
    return self;
  }

  @Override
  public Group join(String group, EngineListener listener) throws EngineException {
    Stay stay = new Stay(Long.toString(next.incrementAndGet()), listener);
    stays.put(stay.id, stay);
    write(Element.of("join", "stay", stay.id, "group", group));
    answer("joined");
    return stay;
  }

  @Override
  public void close() {
    write(Element.of("close"));
  }

  /** Ends the process. */
  void end() {
    process.destroyForcibly();
  }

  private void answer(String expected) throws EngineException {
    try {
      Element answer = answers.poll(60, TimeUnit.SECONDS);
      if (answer == null || !answer.is(expected)) {
        throw new EngineException(
            answer == null ? "no answer of " + self : answer.attribute("reason", ""));
      }
    } catch (InterruptedException e) {
      throw new EngineException("interrupted", e);
    }
  }

  private void readAll() {
    try {
      for (Optional<Element> news = pipe.read(); news.isPresent(); news = pipe.read()) {
        heard(news.get());
      }
      answers.add(Element.of("refused", "reason", "the process on " + self + " has ended"));
    } catch (IOException e) {
      answers.add(Element.of("refused", "reason", String.valueOf(e)));
    }
  }

  private void heard(Element news) {
    Stay stay = stays.get(news.attribute("stay", ""));
    switch (news.name()) {
      case "opened", "joined", "refused" -> answers.add(news);
      case "view" -> told(stay).viewChanged(view(news));
      case "delivered" ->
          told(stay).delivered(new NodeName(news.attribute("sender", "")), news.children().get(0));
      case "disconnected" -> told(stay).disconnected(news.attribute("reason", ""));
      default -> throw new IllegalStateException("what is <" + news.name() + ">?");
    }
  }

  private static EngineListener told(@Nullable Stay stay) {
    if (stay == null) {
      throw new IllegalStateException("news of no stay");
    }
    return stay.listener;
  }

  private static View view(Element told) {
    return new View(
        new ViewId(
            Long.parseLong(told.attribute("number", "")),
            new NodeName(told.attribute("creator", ""))),
        names(told, "node"),
        names(told, "member"),
        Integer.parseInt(told.attribute("quorum", "")),
        Boolean.parseBoolean(told.attribute("quorate", "")));
  }

  private static ImmutableSortedSet<NodeName> names(Element told, String kind) {
    return told.children(kind).stream()
        .map(element -> new NodeName(element.attribute("name", "")))
        .collect(ImmutableSortedSet.toImmutableSortedSet(NodeName::compareTo));
  }

  private void write(Element order) {
    try {
      pipe.write(order);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Stay implements Group {

    private final String id;
    private final EngineListener listener;

    Stay(String id, EngineListener listener) {
      this.id = id;
      this.listener = listener;
    }

    @Override
    public void multicast(Element message) {
      write(Element.builder("multicast").attribute("stay", id).child(message).build());
    }

    @Override
    public void close() {
      write(Element.of("leave", "stay", id));
    }
  }
}
