package org.tongqu.routes.lane;

import jakarta.jms.ConnectionFactory;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Channel;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.component.jms.JmsConfiguration;
import org.apache.camel.processor.Enricher;
import org.apache.camel.processor.PollEnricher;
import org.apache.camel.processor.RecipientList;
import org.apache.camel.processor.RemoveHeadersProcessor;
import org.apache.camel.processor.RoutingSlip;
import org.apache.camel.processor.SendDynamicProcessor;
import org.apache.camel.processor.errorhandler.RedeliveryErrorHandler;

/**
 * What Camel and the lanes in it are set to.
 *
 * @param camel runs
 * @param jms how lanes consume
 * @param bells where bells are sent through
 */
record LaneSettings(CamelContext camel, JmsConfiguration jms, ConnectionFactory bells) {
    SortedMap<String, String> inForce() {
        SortedMap<String, String> settings = new TreeMap<>();
        put(settings, "shutdown-timeout-seconds", camel.getShutdownStrategy().getTimeout());
        put(settings, "jmx", camel.getManagementStrategy().getManagementAgent() != null);
        put(settings, "components", String.join(" ", new TreeSet<>(camel.getComponentNames())));
        put(settings, "error-handlers", errorHandlers());
        put(settings, "routes-that-keep-headers", routesThatKeepHeaders());
        put(settings, "steps-sent-where-a-message-says", stepsSentWhereAMessageSays());
        put(settings, "lanes-transacted", jms.isTransacted());
        put(settings, "lanes-lazy-transaction-manager", jms.isLazyCreateTransactionManager());
        put(settings, "lanes-cache-level", jms.getCacheLevelName());
        put(settings, "lanes-max-messages-per-task", jms.getMaxMessagesPerTask());
        put(settings, "lanes-async-consumer", jms.isAsyncConsumer());
        put(settings, "lanes-object-messages", jms.isObjectMessageEnabled());
        put(settings, "lanes-transfer-exception", jms.isTransferException());
        put(settings, "lanes-transfer-exchange", jms.isTransferExchange());
        put(
                settings,
                "lanes-one-connection-factory",
                jms.getOrCreateListenerConnectionFactory().equals(bells)
                        && jms.getOrCreateTemplateConnectionFactory().equals(bells));
        return settings;
    }

    /** The different ones of all routes that there are now; a lane has a route while it is awake. */
    private String errorHandlers() {
        return camel.getRoutes().stream()
                .map(Route::navigate)
                .flatMap(LaneSettings::channels)
                .flatMap(channel -> Stream.ofNullable(channel.getErrorHandler()))
                .map(LaneSettings::text)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** Those that take a message from a broker and do not make it lose all its headers first; "none" if there are none. */
    private String routesThatKeepHeaders() {
        return orNone(camel.getRoutes().stream()
                .filter(route -> !(route.getEndpoint() instanceof DirectEndpoint))
                .filter(route -> steps(route)
                        .findFirst()
                        .filter(first -> first instanceof RemoveHeadersProcessor removing
                                && removing.getPattern().equals("*"))
                        .isEmpty())
                .map(Route::getId));
    }

    /** Steps whose endpoint is an expression over the message; "none" if there are none. */
    private String stepsSentWhereAMessageSays() {
        return orNone(camel.getRoutes().stream()
                .flatMap(LaneSettings::steps)
                .filter(step -> step instanceof SendDynamicProcessor
                        || step instanceof RecipientList
                        || step instanceof RoutingSlip
                        || step instanceof Enricher
                        || step instanceof PollEnricher)
                .map(step -> step.getClass().getSimpleName()));
    }

    private static Stream<Processor> steps(Route route) {
        return Stream.ofNullable(route.navigate())
                .flatMap(LaneSettings::channels)
                .map(Channel::getNextProcessor);
    }

    private static String orNone(Stream<String> names) {
        String all = names.sorted().collect(Collectors.joining(", "));
        return all.isEmpty() ? "none" : all;
    }

    private static Stream<Channel> channels(Object node) {
        Stream<Channel> self = node instanceof Channel channel ? Stream.of(channel) : Stream.empty();
        List<?> below = node instanceof Navigate<?> parent ? parent.next() : null;
        return below == null ? self : Stream.concat(self, below.stream().flatMap(LaneSettings::channels));
    }

    private static String text(Processor handler) {
        String kind = handler.getClass().getSimpleName();
        return handler instanceof RedeliveryErrorHandler redelivering
                ? kind + " with " + redelivering.getRedeliveryPolicy().getMaximumRedeliveries() + " redeliveries"
                : kind;
    }

    private static void put(SortedMap<String, String> settings, String name, Object value) {
        settings.put(name, String.valueOf(value));
    }
}
