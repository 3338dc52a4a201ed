package io.systole.scheduler.simulate;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.systole.cib.rules.Dates;
import io.systole.scheduler.Origin;
import io.systole.scheduler.Schedule;
import io.systole.scheduler.Scheduler;
import io.systole.scheduler.rules.Values;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder of cases for the scheduler: {@code manifest.tsv} names them, {@code xml/NAME.xml} is a
 * CIB. The results go to another folder, {@code exp/NAME.exp} being the transition graph.
 */
public final class Suite {

  private final Path folder;
  private final long nowEpochSeconds;

  /**
   * @param nowEpochSeconds the time for cases that have none of their own
   */
  public Suite(Path folder, long nowEpochSeconds) {
    this.folder = folder;
    this.nowEpochSeconds = nowEpochSeconds;
  }

  /**
   * One case.
   *
   * @param arguments what the field's tool is given beside the input
   */
  public record Case(String name, String group, ImmutableList<String> arguments) {}

  public ImmutableList<Case> cases() throws IOException {
    ImmutableList.Builder<Case> cases = ImmutableList.builder();
    for (String line :
        Files.readAllLines(folder.resolve("manifest.tsv")).stream().skip(1).toList()) {
      List<String> fields = Splitter.on('\t').splitToList(line);
      cases.add(
          new Case(
              fields.get(0),
              fields.get(1),
              ImmutableList.copyOf(Splitter.on(' ').omitEmptyStrings().split(fields.get(2)))));
    }
    return cases.build();
  }

  public Schedule schedule(Case one) throws IOException, XmlException {
    byte[] input = Files.readAllBytes(folder.resolve("xml").resolve(one.name() + ".xml"));
    Element cib = Xml.parse(input, XmlLimits.FILE);
    return Scheduler.schedule(cib, time(one, cib), Origin.SAVED);
  }

  /** The time that the case's arguments or its input give. */
  private long time(Case one, Element cib) {
    int option = one.arguments().indexOf("-t");
    if (option >= 0 && option + 1 < one.arguments().size()) {
      String text = one.arguments().get(option + 1);
      return Dates.parse(text)
          .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not a date"));
    }
    return cib.attribute("execution-date")
        .map(Values::leadingNumber)
        .filter(java.util.OptionalLong::isPresent)
        .map(java.util.OptionalLong::getAsLong)
        .orElse(nowEpochSeconds);
  }

  /** Schedules every case and writes what results. */
  public void run(Path out) throws IOException, XmlException {
    Path graphs = Files.createDirectories(out.resolve("exp"));
    for (Case one : cases()) {
      Files.writeString(
          graphs.resolve(one.name() + ".exp"), Xml.writeIndented(schedule(one).graphXml()));
    }
  }
}
