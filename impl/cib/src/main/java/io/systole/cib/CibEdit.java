package io.systole.cib;

import io.systole.xml.Element;
import java.util.Optional;

/**
 * One change of a CIB, as data: the same edit applied to equal CIBs gives equal CIBs on every node.
 * The meanings are those of the field's {@code cibadmin}. A section is {@code configuration},
 * {@code crm_config}, {@code nodes}, {@code resources}, {@code constraints}, {@code rsc_defaults},
 * {@code op_defaults}, {@code fencing-topology}, {@code acls}, {@code tags}, {@code alerts} or
 * {@code status}; the empty string is the whole CIB.
 */
public sealed interface CibEdit {

  /** The section that the edit is about, or the empty string. */
  String section();

  /**
   * Puts {@code element} into the section as a new child; refused if its id is taken. The section's
   * own element stands for all its children.
   */
  record Create(String section, Element element) implements CibEdit {}

  /**
   * Merges {@code fragment} into the section: an element is met by name and id (by name alone where
   * the fragment has no id), its attributes are set, its children merged likewise.
   *
   * @param fragment the section's own element, one that stands directly in it, or one with an id
   *     that stands in it at any depth
   * @param create whether what is not met is added; otherwise the edit is refused
   */
  record Modify(String section, Element fragment, boolean create) implements CibEdit {}

  /**
   * Puts {@code element} in place of the section, or of the element in it with its name and id.
   *
   * <p>In place of the whole CIB it is taken for its configuration: the status stays, since an old
   * one would make the cluster forget what its nodes have done since. It is refused if its
   * admin_epoch and epoch are less than those of the CIB: somebody has changed that one meanwhile.
   */
  record Replace(String section, Element element) implements CibEdit {}

  /**
   * Removes the elements of the section, at any depth, that have {@code pattern}'s name and all of
   * its attributes. Nothing to remove is no error.
   */
  record Delete(String section, Element pattern) implements CibEdit {}

  /**
   * Does something to what a path leads to. Only to delete nothing is no error.
   *
   * @param path an XPath expression that leads to elements of the whole CIB
   * @param way what to do with the first that it leads to
   * @param element what is put in its place, merged into it, or put into it as a child; empty to
   *     delete
   * @param all whether all that it leads to are deleted
   */
  record At(String path, Way way, Optional<Element> element, boolean all) implements CibEdit {

    /** What is done to an element. */
    public enum Way {
      CREATE,
      MODIFY,
      REPLACE,
      DELETE
    }

    @Override
    public String section() {
      return "";
    }
  }

  /**
   * Applies a patchset to the whole CIB; refused unless the CIB is of the patchset's source version
   * and has all that the patchset changes.
   */
  record Patch(Patchset patchset) implements CibEdit {
    @Override
    public String section() {
      return "";
    }
  }

  /** Empties the configuration. The status stays: what runs still runs, and has to be stopped. */
  record Erase() implements CibEdit {
    @Override
    public String section() {
      return "";
    }
  }

  /** Raises the epoch and changes nothing else. */
  record Bump() implements CibEdit {
    @Override
    public String section() {
      return "";
    }
  }
}
