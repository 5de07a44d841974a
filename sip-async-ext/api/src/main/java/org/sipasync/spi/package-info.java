/** Contract between the engine and a SIP container. Applications do not use it. */
package org.sipasync.spi;
