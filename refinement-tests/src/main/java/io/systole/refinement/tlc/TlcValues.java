package io.systole.refinement.tlc;

import com.google.common.collect.ImmutableList;
import io.systole.refinement.tla.Tla;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.FcnLambdaValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;
import tlc2.value.impl.ValueVec;
import util.UniqueString;

/** TLC's values and ours. */
final class TlcValues {

  private TlcValues() {}

  static Tla read(Value value) {
    return switch (value) {
      case IntValue number -> Tla.of(number.val);
      case StringValue text -> Tla.of(text.val.toString());
      case BoolValue truth -> Tla.of(truth.val);
      case ModelValue name -> Tla.of(name.val.toString());
      case TupleValue tuple -> Tla.tuple(items(tuple.elems));
      case RecordValue fields -> {
        TreeMap<Tla, Tla> pairs = new TreeMap<>();
        for (int i = 0; i < fields.names.length; i++) {
          pairs.put(Tla.of(fields.names[i].toString()), read(fields.values[i]));
        }
        yield Tla.function(pairs);
      }
      case FcnRcdValue function -> {
        Value[] keys = function.getDomainAsValues();
        TreeMap<Tla, Tla> pairs = new TreeMap<>();
        for (int i = 0; i < keys.length; i++) {
          pairs.put(read(keys[i]), read(function.values[i]));
        }
        yield Tla.function(pairs);
      }
      case FcnLambdaValue function -> read(function.toFcnRcd());
      default -> {
        Value set = value.toSetEnum();
        if (!(set instanceof SetEnumValue elements)) {
          throw new IllegalArgumentException("no value of ours: " + value);
        }
        yield Tla.set(items(elements.elems.toArray()));
      }
    };
  }

  private static List<Tla> items(Value[] values) {
    List<Tla> items = new ArrayList<>();
    for (Value value : values) {
      items.add(read(value));
    }
    return items;
  }

  static Value write(Tla value) {
    return switch (value) {
      case Tla.Num(long number) -> IntValue.gen(Math.toIntExact(number));
      case Tla.Text(String text) -> new StringValue(text);
      case Tla.Truth(boolean truth) -> truth ? BoolValue.ValTrue : BoolValue.ValFalse;
      case Tla.Elements set -> {
        ValueVec elements = new ValueVec();
        set.elements().forEach(element -> elements.addElement(write(element)));
        yield new SetEnumValue(elements, false).normalize();
      }
      case Tla.Function function -> function(function);
    };
  }

  private static Value function(Tla.Function function) {
    ImmutableList<Tla> keys = function.pairs().keySet().asList();
    Value[] values = function.pairs().values().stream().map(TlcValues::write).toArray(Value[]::new);
    if (function.isTuple()) {
      return new TupleValue(values);
    }
    if (keys.stream().allMatch(Tla.Text.class::isInstance)) {
      UniqueString[] names =
          keys.stream()
              .map(key -> UniqueString.uniqueStringOf(((Tla.Text) key).value()))
              .toArray(UniqueString[]::new);
      return new RecordValue(names, values, false).normalize();
    }
    Value[] domain = keys.stream().map(TlcValues::write).toArray(Value[]::new);
    return new FcnRcdValue(domain, values, false).normalize();
  }
}
