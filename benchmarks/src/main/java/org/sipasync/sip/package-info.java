/** JMH benchmarks of SIP messages. */
package org.sipasync.sip;
