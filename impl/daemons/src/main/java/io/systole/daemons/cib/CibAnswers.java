package io.systole.daemons.cib;

import com.google.common.primitives.Longs;
import io.systole.cib.Cib;
import io.systole.cib.CibException;
import io.systole.cib.CibQuery;
import io.systole.cib.EditFault;
import io.systole.cib.acl.Acl;
import io.systole.ipc.IpcError;
import io.systole.ipc.IpcRequest;
import io.systole.xml.Element;
import java.util.Optional;

/** Answers questions about the CIB as it is and as it was, as far as the lists allow. */
final class CibAnswers {

  private CibAnswers() {}

  static void query(IpcRequest request, Cib cib, Optional<Acl> acl) throws CibException {
    Optional<Cib> seen = acl.isPresent() ? acl.get().seen(cib) : Optional.of(cib);
    if (seen.isEmpty()) {
      request.fail(CibWords.denied("see anything of the CIB"));
    } else {
      request.reply(CibQuery.answer(seen.get(), request.body()));
    }
  }

  /** A history shows what has been, which nobody has thought of who wrote the lists of today. */
  static void history(IpcRequest request, CibHistory history, Optional<Acl> acl) {
    Long number = Longs.tryParse(request.body().attribute("number", ""));
    if (acl.isPresent()) {
      request.fail(CibWords.denied("see the history"));
    } else if (number == null) {
      request.reply(history.list());
    } else {
      Optional<Element> entry = history.entry(number);
      if (entry.isPresent()) {
        request.reply(entry.get());
      } else {
        request.fail(
            new IpcError(
                CibWords.EDIT_FAULT + EditFault.MISSING.word(),
                "the history of this node has no entry " + number + "; it " + history.kept(),
                "list it to see those that there are"));
      }
    }
  }
}
