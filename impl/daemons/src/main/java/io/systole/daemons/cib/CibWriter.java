package io.systole.daemons.cib;

import io.systole.cib.StoredCib;
import io.systole.cib.store.CibStore;
import io.systole.cib.store.SaveResult;
import io.systole.daemons.runtime.RoleContext;
import io.systole.protocol.cib.CibEvent;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Writes the CIB to disk on a thread of its own, one after another. */
final class CibWriter implements AutoCloseable {

  private final RoleContext context;
  private final CibStore store;
  private final ExecutorService thread;

  /** For the loop alone: a full disk is logged when it is met, and not at each attempt. */
  private boolean failing;

  CibWriter(RoleContext context, CibStore store) {
    this.context = context;
    this.store = store;
    this.thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("cib-store").factory());
  }

  /** Stores; {@code ended} hears on the loop what came of it. */
  void write(StoredCib stored, Consumer<CibEvent> ended) {
    thread.execute(() -> {
      SaveResult result = store.save(stored);
      context.loop().post("end of storing", () -> ended.accept(event(stored, result)));
    });
  }

  /** Lets what is being written end; nothing more is written. */
  @Override
  public void close() {
    thread.shutdown();
  }

  private CibEvent event(StoredCib stored, SaveResult result) {
    return switch (result) {
      case SaveResult.Saved saved -> {
        saved.warning().ifPresent(warning -> context.log().warning(warning));
        if (failing) {
          context.log().info("the CIB can be stored again");
        }
        failing = false;
        yield new CibEvent.Stored(stored);
      }
      case SaveResult.Failed failed -> {
        if (!failing) {
          context.log().severe(failed.reason() + "; " + failed.remedy());
        }
        failing = true;
        yield new CibEvent.StoringFailed(failed.reason());
      }
    };
  }
}
