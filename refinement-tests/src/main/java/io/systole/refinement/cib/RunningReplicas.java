package io.systole.refinement.cib;

import com.google.common.collect.ImmutableMap;
import io.systole.cib.Cib;
import io.systole.cib.CibChange;
import io.systole.cib.EditResult;
import io.systole.protocol.cib.CibEffect;
import io.systole.protocol.cib.CibEvent;
import io.systole.protocol.cib.CibMessage;
import io.systole.protocol.cib.CibState;
import io.systole.refinement.bus.Names;
import io.systole.refinement.tla.Tla;
import io.systole.refinement.trace.Binding;
import io.systole.xml.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Replicas that hold any CIB and take any change, as {@code spec/cib/CibTrace} has them: it is told
 * what a change makes of the configuration that it meets.
 */
public final class RunningReplicas implements Binding<CibState, CibEvent, CibEffect> {

  private final CibBinding binding;

  public RunningReplicas(Names names) {
    this.binding = new CibBinding(names, new Contents());
  }

  @Override
  public Tla state(CibState state) {
    return binding.state(state);
  }

  @Override
  public Tla event(CibEvent event) {
    return binding.event(event);
  }

  @Override
  public Tla event(CibState pre, CibEvent event) {
    Tla told = binding.event(event);
    return event instanceof CibEvent.Delivered(var _, CibMessage.Propose propose)
        ? with(told, "message", "change", outcome(propose.change(), pre.copy().cib()))
        : told;
  }

  @Override
  public Tla effect(CibEffect effect) {
    return binding.effect(effect);
  }

  /** What a change is where it takes its place in the order. */
  private ImmutableMap<String, Tla> outcome(CibChange change, Cib before) {
    return switch (change.applyTo(before)) {
      case EditResult.Refused _ -> ImmutableMap.of("kind", Tla.of("bad"));
      case EditResult.Applied applied ->
          ImmutableMap.of(
              "kind", Tla.of(kind(change, applied.kind())),
              "makes", binding.configuration(applied.cib()));
    };
  }

  private static String kind(CibChange change, EditResult.Kind kind) {
    return switch (kind) {
      case CONFIGURATION -> "conf";
      case STATUS -> "stat";
      case NOTHING -> change.isAboutStatus() ? "none" : "same";
    };
  }

  /**
   * The record in which some fields of the record {@code inner} of the record {@code outer} are
   * others.
   */
  private static Tla with(
      Tla record, String outer, String inner, ImmutableMap<String, Tla> fields) {
    Tla.Function event = (Tla.Function) record;
    Tla.Function message = (Tla.Function) event.get(outer);
    Tla.Function change = (Tla.Function) message.get(inner);
    for (Map.Entry<String, Tla> field : fields.entrySet()) {
      change = change.with(field.getKey(), field.getValue());
    }
    return event.with(outer, message.with(inner, change));
  }

  /** A configuration is told from others by its digest. */
  private static final class Contents implements CibContents {

    private final Map<Digest, Tla> known = new HashMap<>();

    @Override
    public Tla is(Cib cib) {
      Tla is = Tla.of(cib.configurationDigest().toString());
      known.put(cib.digest(), is);
      known.put(cib.configurationDigest(), is);
      return is;
    }

    @Override
    public Tla is(Digest digest) {
      return Optional.ofNullable(known.get(digest))
          .orElseThrow(
              () -> new IllegalArgumentException("no CIB with the digest " + digest + " was seen"));
    }

    @Override
    public Tla kind(CibChange change) {
      return Tla.of(change.isAboutStatus() ? "stat" : "conf");
    }

    /** Only where it meets a configuration. */
    @Override
    public Tla makes(CibChange change, long request) {
      return Tla.tuple();
    }
  }
}
