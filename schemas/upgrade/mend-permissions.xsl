<?xml version="1.0" encoding="UTF-8"?>
<!-- Permissions on what is gone match nothing, and those on a location that was split match its parts. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="lib.xsl"/>

  <xsl:template match="acls//acl_permission/@reference[empty(key('id', .))]">
    <xsl:variable name="instead" as="xs:string*"
        select="/cib/configuration//*[@u:instead-of = current()]/@id"/>
    <xsl:call-template name="u:tell">
      <xsl:with-param name="about" select=".."/>
      <xsl:with-param name="what" select="if (exists($instead))
          then 'is about what came of ' || . || ' now'
          else 'matches nothing now, since ' || . || ' is gone'"/>
    </xsl:call-template>
    <xsl:attribute name="xpath" select="if (exists($instead))
        then '//*[' || string-join($instead ! ('@id = ''' || . || ''''), ' or ') || ']'
        else '/*[false()]'"/>
  </xsl:template>

  <xsl:template match="@u:instead-of"/>
</xsl:stylesheet>
