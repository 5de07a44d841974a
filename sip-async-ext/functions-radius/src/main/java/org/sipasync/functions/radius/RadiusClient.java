package org.sipasync.functions.radius;

import org.sipasync.functions.dns.HostResolver;
import org.sipasync.support.ConcurrencyLimit;

/** Settings, resolver and limit shared by all requests of a {@link Radius}. */
record RadiusClient(RadiusSettings settings, HostResolver resolver, ConcurrencyLimit limit) {}
