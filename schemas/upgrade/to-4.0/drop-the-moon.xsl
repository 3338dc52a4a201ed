<?xml version="1.0" encoding="UTF-8"?>
<!-- Dates don't depend on the moon. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:template match="configuration//(date_spec | duration)/@moon">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="about" select=".."/>
      <xsl:with-param name="what" select="'its moon is dropped, since it had no effect'"/>
    </xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
