package org.sipasync.test.observed;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Keeps the spans that have ended. Found by OpenTelemetry as the exporter "memory". */
public class MemoryExporter implements ConfigurableSpanExporterProvider, SpanExporter {
  private static final List<SpanData> SPANS = new CopyOnWriteArrayList<>();

  /** A line for each span of a call: name, kind, trace, id, parent, links, return code. */
  static String spans(String callId) {
    return SPANS.stream()
        .filter(span -> span.getAttributes().asMap().containsValue(callId))
        .map(MemoryExporter::line)
        .collect(Collectors.joining("\n"));
  }

  private static String line(SpanData span) {
    return String.join(
        ",",
        span.getName(),
        span.getKind().name(),
        span.getTraceId(),
        span.getSpanId(),
        span.getParentSpanId(),
        span.getLinks().stream()
            .map(link -> link.getSpanContext().getSpanId())
            .collect(Collectors.joining("+")),
        span.getStatus().getStatusCode().name());
  }

  @Override
  public SpanExporter createExporter(ConfigProperties config) {
    return this;
  }

  @Override
  public String getName() {
    return "memory";
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    SPANS.addAll(spans);
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
