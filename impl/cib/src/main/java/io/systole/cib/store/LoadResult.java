package io.systole.cib.store;

import com.google.common.collect.ImmutableList;
import io.systole.cib.StoredCib;
import java.util.Optional;

/** What was found on disk at the start. */
public sealed interface LoadResult {

  /**
   * The folder could be read.
   *
   * @param stored of the newest good file; empty if there is none
   * @param damaged newer files, which are kept aside: whatever they held has to come from other
   *     nodes
   */
  record Loaded(Optional<StoredCib> stored, ImmutableList<Damage> damaged) implements LoadResult {}

  /**
   * The folder could not be read, or a damaged file not be kept aside.
   *
   * @param reason names the folder and the cause
   */
  record Failed(String reason, String remedy) implements LoadResult {}

  /**
   * A file that is not what was once written.
   *
   * @param keptAs its name from now on
   */
  record Damage(String file, String keptAs, String reason) {}
}
