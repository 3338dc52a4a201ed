package io.systole.cib.check;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Finding;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is wrong with the meaning of a CIB that is valid by its grammar. Errors and warnings are
 * told apart as the field's {@code crm_verify} does: an error is what the scheduler can't use.
 */
public final class CibReview {

  private CibReview() {}

  /**
   * The warnings about options alone: which values count as defaults, and which names have no
   * effect. Daemons tell these of the CIB that they work by.
   *
   * @param cib a whole document
   */
  public static ImmutableList<Finding> options(Element cib) {
    List<Finding> findings = new ArrayList<>();
    OptionChecks options = new OptionChecks(findings);
    Place.walk(
        cib,
        place -> {
          if (!place.isIn("status")) {
            options.check(place);
          }
        });
    return ImmutableList.copyOf(findings);
  }

  /**
   * The findings in the order of the document.
   *
   * @param cib a whole document, valid by the grammar that it asks for
   */
  public static ImmutableList<Finding> check(Element cib) {
    List<Finding> findings = new ArrayList<>();
    Operations operations = new Operations(findings);
    OptionChecks options = new OptionChecks(findings);
    DateExpressions dates = new DateExpressions(findings);
    FenceDevices devices = new FenceDevices(cib, findings);
    Place.walk(
        cib,
        place -> {
          if (!place.isIn("status")) {
            operations.check(place);
            options.check(place);
            dates.check(place);
            devices.check(place);
          }
        });
    findings.sort(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column));
    return ImmutableList.copyOf(findings);
  }
}
