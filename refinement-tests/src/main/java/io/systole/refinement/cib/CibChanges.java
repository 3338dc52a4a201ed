package io.systole.refinement.cib;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Cib;
import io.systole.cib.CibChange;
import io.systole.cib.CibEdit;
import io.systole.cib.EditResult;
import io.systole.kernel.Epoch;
import io.systole.refinement.tla.Tla;
import io.systole.xml.Digest;
import io.systole.xml.Element;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The changes that clients of the model ask for, and the configurations that come of them. Each
 * change of the configuration adds a node with the request's number, so that a configuration is the
 * list of what was changed in it.
 */
final class CibChanges implements CibContents {

  static final ImmutableList<String> KINDS = ImmutableList.of("bad", "conf", "same", "stat");

  private final Map<Digest, Tla> known = new HashMap<>();

  /** The change that a client asks for as {@code request}. */
  static CibChange of(String kind, long request, Optional<Epoch> under) {
    CibChange change =
        CibChange.of(
            switch (kind) {
              case "conf" -> new CibEdit.Create("nodes", node(request));
              case "stat" ->
                  new CibEdit.Modify("status", Element.of("node_state", "id", "s" + request), true);
              case "same" -> new CibEdit.Delete("nodes", node(0));
              case "bad" -> new CibEdit.Modify("nodes", node(0), false);
              default -> throw new IllegalArgumentException("no kind of change is called " + kind);
            });
    return under.map(change::under).orElse(change);
  }

  /** The configuration with a change in it that it can't refuse. */
  static Cib applied(CibChange change, Cib cib) {
    return switch (change.applyTo(cib)) {
      case EditResult.Applied applied -> applied.cib();
      case EditResult.Refused refused -> throw new IllegalArgumentException(refused.toString());
    };
  }

  private static Element node(long request) {
    return Element.of("node", "id", "r" + request, "uname", "r" + request);
  }

  @Override
  public Tla kind(CibChange change) {
    return switch (change.edits().getFirst()) {
      case CibEdit.Create _ -> Tla.of("conf");
      case CibEdit.Delete _ -> Tla.of("same");
      case CibEdit.Modify modify -> Tla.of(modify.section().equals("status") ? "stat" : "bad");
      case CibEdit.Replace _, CibEdit.At _, CibEdit.Patch _, CibEdit.Erase _, CibEdit.Bump _ ->
          throw new IllegalArgumentException("the model has no such change: " + change);
    };
  }

  @Override
  public Tla makes(CibChange change, long request) {
    return Tla.of(request);
  }

  /** What was changed in a configuration, in order. */
  @Override
  public Tla is(Cib cib) {
    Tla is =
        Tla.tuple(
            cib.nodes().stream().map(n -> Tla.of(Long.parseLong(n.id().substring(1)))).toList());
    known.put(cib.digest(), is);
    known.put(cib.configurationDigest(), is);
    return is;
  }

  @Override
  public Tla is(Digest digest) {
    Tla is = known.get(digest);
    if (is == null) {
      throw new IllegalArgumentException("no configuration with digest " + digest + " was seen");
    }
    return is;
  }
}
