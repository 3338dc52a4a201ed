package io.systole.cib;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import io.systole.xml.Element;

/**
 * What makes one CIB of another: the field's {@code <diff format="2">} as a value. It is applied as
 * a whole or not at all, and only to a CIB of its source version.
 *
 * @param source the version that it is applied to
 * @param target the version that results
 * @param changes in any order: paths and deletions speak of the tree before, positions of the tree
 *     after
 */
public record Patchset(CibVersion source, CibVersion target, ImmutableList<PatchChange> changes) {

  /** Most changes in one patchset. */
  public static final int MAX_CHANGES = 1_000_000;

  /**
   * The patchset that makes {@code after} of {@code before}. What the two share is found by digest,
   * so that its size and cost go with what differs.
   */
  public static Patchset between(Cib before, Cib after) {
    return new Patchset(
        before.version(), after.version(), Difference.between(before.root(), after.root()));
  }

  /**
   * Applies the patchset.
   *
   * @return a CIB of version {@link #target}, or why {@code cib} can't be changed so
   */
  public EditResult applyTo(Cib cib) {
    try {
      refuseUnlessFor(cib.version());
      Cib after = Cib.of(Patching.apply(cib.root(), changes));
      if (!after.version().equals(target)) {
        return new EditResult.Refused(
            EditFault.NONSENSE,
            lenientFormat(
                "the patchset says that it leads to version %s, but it leads to %s",
                target, after.version()),
            "make the patchset again");
      }
      return new EditResult.Applied(after, kind(cib, after));
    } catch (EditRefused e) {
      return e.result();
    } catch (CibException e) {
      return new EditResult.Refused(
          EditFault.INVALID,
          "the result would be no CIB: " + e.getMessage(),
          "make the patchset again");
    }
  }

  /** The changes alone, to a tree of any version. */
  Element appliedTo(Element root) throws EditRefused {
    return Patching.apply(root, changes);
  }

  void refuseUnlessFor(CibVersion version) throws EditRefused {
    if (!version.equals(source)) {
      throw new EditRefused(
          EditFault.OUTDATED,
          lenientFormat(
              "the patchset is for a CIB of version %s, and this has %s", source, version),
          "make the patchset again from this CIB");
    }
  }

  private static EditResult.Kind kind(Cib before, Cib after) {
    if (after.equals(before)) {
      return EditResult.Kind.NOTHING;
    }
    return after.version().ofConfiguration().equals(before.version().ofConfiguration())
        ? EditResult.Kind.STATUS
        : EditResult.Kind.CONFIGURATION;
  }
}
