package io.systole.daemons;

import com.google.common.collect.ImmutableList;
import io.systole.daemons.runtime.Builds;
import io.systole.daemons.runtime.ConfigurationException;
import io.systole.daemons.runtime.Logs;
import io.systole.daemons.runtime.NodeConfiguration;
import io.systole.daemons.runtime.Role;
import io.systole.daemons.runtime.RoleException;
import io.systole.daemons.runtime.RoleHost;
import io.systole.daemons.supervisor.CompactRole;
import io.systole.daemons.supervisor.Ending;
import io.systole.daemons.supervisor.Launcher;
import io.systole.daemons.supervisor.SupervisorRole;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** The program of every role: {@code systoled ROLE --config FILE}. */
public final class Systoled {

  private static final String COMPACT = "compact";

  private final RoleRegistry registry;
  private final Launcher launcher;
  private final PrintStream err;

  Systoled(RoleRegistry registry, Launcher launcher, PrintStream err) {
    this.registry = registry;
    this.launcher = launcher;
    this.err = err;
  }

  public static void main(String[] arguments) {
    run(RoleRegistry.systole(), Systoled.class, arguments);
  }

  /**
   * Runs as the main method of {@code main}, and ends the process.
   *
   * @param main the class that a supervisor's children run where there is no image
   */
  static void run(RoleRegistry registry, Class<?> main, String[] arguments) {
    // Before anything logs: the manager is chosen once.
    System.setProperty("java.util.logging.manager", Logs.Manager.class.getName());
    Systoled program = new Systoled(registry, Launcher.ofThisProgram(main), System.err);
    System.exit(program.run(ImmutableList.copyOf(arguments)).status());
  }

  /** Runs until the process is asked to stop. */
  Exit run(List<String> arguments) {
    ImmutableList<String> names =
        ImmutableList.<String>builder()
            .add(SupervisorRole.NAME, COMPACT)
            .addAll(registry.names())
            .build();
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
    CompletableFuture<Exit> ended = new CompletableFuture<>();
    return switch (name) {
      case SupervisorRole.NAME -> {
        SupervisorRole supervisor =
            new SupervisorRole(
                registry.names(configuration), launcher, ending -> ended.complete(exit(ending)));
        yield host(ImmutableList.of(supervisor), configuration, supervisor::askStop, ended);
      }
      case COMPACT -> {
        CompactRole node =
            new CompactRole(registry.names(configuration), ending -> ended.complete(exit(ending)));
        ImmutableList<Role> roles =
            Stream.concat(registry.names(configuration).stream().map(this::create), Stream.of(node))
                .collect(ImmutableList.toImmutableList());
        yield host(roles, configuration, node::askStop, ended);
      }
      default -> {
        Runnable askStop = () -> ended.complete(Exit.OK);
        yield host(ImmutableList.of(create(name)), configuration, askStop, ended);
      }
    };
  }

  private static Exit exit(Ending ending) {
    return switch (ending) {
      case STOP -> Exit.OK;
      case NEW_BUILD -> Exit.NEW_BUILD;
      case GIVE_UP -> Exit.UNAVAILABLE;
      case MISCONFIGURED -> Exit.CONFIGURATION;
    };
  }

  /**
   * Runs roles in this process until they have ended.
   *
   * @param askStop what a request to stop the process does
   */
  private Exit host(
      ImmutableList<Role> roles,
      NodeConfiguration configuration,
      Runnable askStop,
      CompletableFuture<Exit> ended) {
    RoleHost.Surroundings surroundings =
        new RoleHost.Surroundings(
            configuration, registry.engines(), Builds.running(), Systoled::die);
    CountDownLatch stopped = new CountDownLatch(1);
    List<RoleHost> hosts = new ArrayList<>();
    Runtime.getRuntime().addShutdownHook(stopHook(askStop, stopped));
    try {
      for (Role role : roles) {
        hosts.add(RoleHost.start(role, surroundings));
      }
      return ended.get();
    } catch (RoleException e) {
      log().severe("can't start: " + e.getMessage());
      return e.isMisconfigured() ? Exit.CONFIGURATION : Exit.UNAVAILABLE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.INTERNAL;
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody fails this future", e);
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
  private static Thread stopHook(Runnable askStop, CountDownLatch stopped) {
    return Thread.ofPlatform()
        .name("stop")
        .unstarted(() -> {
          askStop.run();
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
