package io.systole.refinement.cib;

import io.systole.cib.Cib;
import io.systole.cib.CibChange;
import io.systole.refinement.tla.Tla;
import io.systole.xml.Digest;

/**
 * What a specification of replicas knows of configurations, and of the changes that make one of
 * another.
 */
interface CibContents {

  /** What tells a configuration from others. */
  Tla is(Cib cib);

  /** The same of a configuration of which only the digest is told; it has been seen before. */
  Tla is(Digest digest);

  /** What kind of change a client asks for. */
  Tla kind(CibChange change);

  /** What a change makes, as far as that is known when a client asks for it. */
  Tla makes(CibChange change, long request);
}
