package io.systole.daemons;

import com.google.common.collect.ImmutableList;
import io.systole.daemons.runtime.Builds;
import io.systole.daemons.runtime.ConfigurationException;
import io.systole.daemons.runtime.Logs;
import io.systole.daemons.runtime.NodeConfiguration;
import io.systole.daemons.runtime.Role;
import io.systole.daemons.runtime.RoleException;
import io.systole.daemons.runtime.RoleHost;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The program of every role: {@code systoled ROLE --config FILE}. */
public final class Systoled {

  private static final String COMPACT = "compact";

  private final RoleRegistry registry;
  private final PrintStream err;

  Systoled(RoleRegistry registry, PrintStream err) {
    this.registry = registry;
    this.err = err;
  }

  public static void main(String[] arguments) {
    // Before anything logs: the manager is chosen once.
    System.setProperty("java.util.logging.manager", Logs.Manager.class.getName());
    Exit exit =
        new Systoled(RoleRegistry.systole(), System.err).run(ImmutableList.copyOf(arguments));
    System.exit(exit.status());
  }

  /** Runs until the process is asked to stop. */
  Exit run(List<String> arguments) {
    ImmutableList<String> names =
        ImmutableList.<String>builder().add(COMPACT).addAll(registry.names()).build();
    if (arguments.contains("--help") || arguments.contains("-h")) {
      err.print(SystoledOptions.help(names));
      return Exit.OK;
    }
    try {
      SystoledOptions options = SystoledOptions.parse(arguments, names);
      NodeConfiguration configuration = NodeConfiguration.read(options.config());
      logging(options, configuration);
      return run(options.role(), configuration);
    } catch (SystoledOptions.UsageException e) {
      err.println("systoled: " + e.getMessage() + " (systoled --help)");
      return Exit.USAGE;
    } catch (ConfigurationException e) {
      err.println("systoled: " + e.getMessage());
      return Exit.CONFIGURATION;
    } catch (IOException e) {
      err.println("systoled: the log can't be written: " + e);
      return Exit.UNAVAILABLE;
    }
  }

  private static void logging(SystoledOptions options, NodeConfiguration configuration)
      throws IOException {
    Optional<Path> file =
        options.logFile()
            ? Optional.of(configuration.log().resolve(options.role() + ".log"))
            : Optional.empty();
    Logs.configure(file, options.verbose() ? Level.FINE : Level.INFO);
  }

  private Exit run(String name, NodeConfiguration configuration) {
    ImmutableList<String> wanted = name.equals(COMPACT) ? registry.names() : ImmutableList.of(name);
    CountDownLatch stopAsked = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(stopHook(stopAsked, stopped));
    List<RoleHost> hosts = new ArrayList<>();
    try {
      RoleHost.Surroundings surroundings =
          new RoleHost.Surroundings(
              configuration, registry.engines(), Builds.running(), Systoled::die);
      for (String role : wanted) {
        hosts.add(RoleHost.start(create(role), surroundings));
      }
      stopAsked.await();
      return Exit.OK;
    } catch (RoleException e) {
      log().severe(name + " can't start: " + e.getMessage());
      return Exit.UNAVAILABLE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.INTERNAL;
    } finally {
      hosts.reversed().forEach(RoleHost::close);
      stopped.countDown();
    }
  }

  private static Logger log() {
    return Logger.getLogger("io.systole.systoled");
  }

  private Role create(String name) {
    return registry.create(name).orElseThrow();
  }

  /** A hook runs while the process waits to end, which is when the roles stop. */
  private static Thread stopHook(CountDownLatch stopAsked, CountDownLatch stopped) {
    return Thread.ofPlatform()
        .name("stop")
        .unstarted(() -> {
          stopAsked.countDown();
          try {
            stopped.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Ends the process without another word: nothing that it would still do can be trusted. */
  private static void die(Throwable cause) {
    log().severe("the process stops because of " + cause);
    Runtime.getRuntime().halt(Exit.INTERNAL.status());
  }
}
